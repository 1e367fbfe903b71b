/** The collection's environment: it runs against `npm start`, with the passwords that were printed or set. */
export const postmanEnvironment = {
  id: '3a1f7f0e-6f0c-4c59-9a53-2f1f4b0f6d12',
  name: 'trading-system on this machine',
  values: [
    variable('base_url', 'http://127.0.0.1:8000/api'),
    variable('admin_password', '', 'secret'),
    variable('username', ''),
    variable('password', 'Keep-it-secret-1', 'secret'),
    variable('access_token', '', 'secret'),
    variable('refresh_token', '', 'secret'),
    variable('admin_token', '', 'secret'),
    variable('user_id', 'me'),
    variable('stock_id', ''),
    variable('order_id', ''),
  ],
  _postman_variable_scope: 'environment',
};

function variable(key: string, value: string, type = 'default') {
  return { key, value, type, enabled: true };
}
