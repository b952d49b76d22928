/* Lists and tabs by keyboard. */
/* A list that adds what is chosen in it: by keyboard, letters and arrows only look through it, until Enter
   or the end. */
export const choosing = (choose) => {
  let looking = false;
  const done = ({ target }) => {
    looking = false;
    if (target.value) choose(target.value);
  };
  return {
    onkeydown: (event) => {
      if (event.key === "Enter" && looking) {
        event.preventDefault();
        done(event);
      } else if (event.key.length === 1 || event.key.startsWith("Arrow"))
        looking = event.key !== " " && !event.altKey;
    },
    onchange: (event) => {
      if (!looking) done(event);
    },
    onblur: (event) => {
      if (looking) done(event);
    },
  };
};

/* Tabs are one stop of the Tab key: the arrows go from one to the next. */
export const tabbed = (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key],
    tabs = [...event.currentTarget.querySelectorAll("[role=tab]")],
    at = tabs.indexOf(event.target.closest("[role=tab]"));
  if (!step || at < 0) return;
  event.preventDefault();
  const next = tabs[(at + step + tabs.length) % tabs.length];
  next.focus();
  next.click();
};
