export function initialsOf(username: string): string {
  return username.slice(0, 2).toUpperCase();
}

export function Avatar({ username }: { username: string }) {
  return (
    <span class="avatar" aria-hidden="true">
      {initialsOf(username)}
    </span>
  );
}
