import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** What nobody needs at first, loaded when it is shown. Until it is there, it is not. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  return function Later(props: Props) {
    const [Shown, show] = useState<ComponentType<Props> | undefined>(() => loaded);
    useEffect(() => {
      if (Shown) return;
      void load().then((component) => {
        loaded = component;
        show(() => component);
      });
    }, [Shown]);
    return Shown ? <Shown {...props} /> : null;
  };
}
