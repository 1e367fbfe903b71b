// Runs before anything is painted, so that who chose the other theme never sees a flash of this one. It imports
// nothing: it is a script of its own, as small as can be.
try {
  const chosen: unknown = JSON.parse(localStorage.getItem('console.preferences') ?? '{}');
  if (typeof chosen === 'object' && chosen !== null) {
    for (const [name, value] of Object.entries(chosen)) {
      if (!['theme', 'colors', 'density'].includes(name) || typeof value !== 'string') continue;
      document.documentElement.dataset[name] = value;
    }
  }
} catch {
  // No storage, or nothing of ours in it: the looks of the system are right.
}
