"""The commands of ``atlas …``, one a module. Each imports what it needs when it runs."""
