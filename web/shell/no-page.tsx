import { Icon } from '../parts/icon';

export function NotFound() {
  return (
    <main class="page" id="main">
      <div class="card empty pad">
        <h1 class="strong">There is no such page</h1>
        <p class="soft">
          Go to the <a href="/">market</a>, or use Find at the top to look for a stock or a page.
        </p>
      </div>
    </main>
  );
}

/** The code of a page did not come: the connection is gone, or a new console has been deployed meanwhile. */
export function NotLoaded() {
  return (
    <main class="page" id="main">
      <div class="card empty pad" role="alert">
        <Icon name="triangle-alert" class="bad" />
        <h1 class="strong">This page could not be loaded</h1>
        <p class="soft">The connection may be gone, or the console has been updated since you opened it.</p>
        <button type="button" class="btn btn-s" onClick={() => location.reload()}>
          <Icon name="refresh-cw" small />
          Reload
        </button>
      </div>
    </main>
  );
}
