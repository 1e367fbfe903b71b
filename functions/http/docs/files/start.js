/* global SwaggerUIBundle */
// The token is kept in memory only and is gone when the page closes.

const { base } = document.currentScript.dataset;

const docs = SwaggerUIBundle({
  url: `${base}/openapi.json`,
  dom_id: '#docs',
  presets: [SwaggerUIBundle.presets.apis],
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  // The default validator is a third party's online service.
  validatorUrl: null,
});

const form = document.querySelector('#sign-in');
const state = document.querySelector('#signed-in');

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { username, password } = Object.fromEntries(new FormData(form));
  const response = await fetch(`${base}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  const answer = await response.json();
  if (!response.ok) {
    state.textContent = answer.detail ?? answer.message;
    state.className = 'refused';
    return;
  }
  docs.preauthorizeApiKey('accessToken', answer.access_token);
  form.elements.password.value = '';
  state.textContent = `Signed in as ${username} for ${Math.round(answer.expires_in / 60)} minutes.`;
  state.className = 'accepted';
});
