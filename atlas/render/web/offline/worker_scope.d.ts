/* What a service worker has: the types of pages and those of workers exclude one another. */

export interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

export interface WorkerMessage extends MessageEvent<WorkerOrder> {
  waitUntil(work: Promise<unknown>): void;
}

export interface WorkerRequest extends WorkerEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

export type WorkerOrder =
  | { kind: "keep"; addresses: string[] }
  | { kind: "view"; link: string; title: string; state: string }
  | { kind: "claim" }
  | { kind: "back" };

export interface WorkerScope {
  addEventListener(kind: "install" | "activate", hear: (event: WorkerEvent) => void): void;
  addEventListener(kind: "message", hear: (event: WorkerMessage) => void): void;
  addEventListener(kind: "fetch", hear: (event: WorkerRequest) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  readonly navigator: { readonly onLine: boolean };
  readonly location: Location;
}

/* A view that is kept, as the list of the last views has it. */
export interface KeptView {
  link: string;
  title: string;
  kept: string;
}
