/** How a connection ends when its client leaves while a message is being sent to it. Not worth a line. */
export function hasLeft({ message }: Error): boolean {
  return /EPIPE|ECONNRESET|connection closed|WebSocket is not open/.test(message);
}
