import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { ADMIN_SECTIONS } from '../../navigation/places';
import { Icon } from '../../parts/icon';

export function Rail() {
  const { path } = useLocation();
  const rail = useRef<HTMLElement>(null);
  // On a phone it is a row that scrolls.
  useEffect(() => {
    rail.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [path]);
  return (
    <nav ref={rail} class="rail" aria-label="Administration">
      {ADMIN_SECTIONS.map(({ title, places }) => (
        <div key={title} class="rail-part">
          <h2>{title}</h2>
          {places.map(({ href, title: name, icon }) => (
            <a key={href} href={href} {...(isOpen(href, path) && { 'aria-current': 'page' as const })}>
              <Icon name={icon} />
              <span class="t">{name}</span>
            </a>
          ))}
        </div>
      ))}
    </nav>
  );
}

function isOpen(href: string, path: string): boolean {
  return path === href || (href !== '/admin' && path.startsWith(`${href}/`));
}
