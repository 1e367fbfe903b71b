import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

type Load = () => Promise<unknown>;

const loads = new Set<Load>();

/** What nobody needs at first, loaded when it is shown. Until it is there, it is not. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  const loadOnce = async () => {
    loaded ??= await load();
    return loaded;
  };
  loads.add(loadOnce);
  return function Later(props: Props) {
    const [Shown, show] = useState<ComponentType<Props> | undefined>(() => loaded);
    useEffect(() => {
      if (Shown) return;
      void loadOnce().then((component) => show(() => component));
    }, [Shown]);
    return Shown ? <Shown {...props} /> : null;
  };
}

/** Loads ahead what any page shown so far keeps for later, so that keys that are pressed at once find their dialog. */
export function loadAhead(): void {
  // Whoever has no network now loads it when it is shown.
  for (const load of loads) load().catch(() => undefined);
  loads.clear();
}
