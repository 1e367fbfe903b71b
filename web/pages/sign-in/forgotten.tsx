import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { client } from '../../api/client';
import { sentenceOf } from '../../api/problems';
import { signIn } from '../../api/session';
import { Field, Message } from '../../parts/field';
import { Welcome } from './welcome';

/** Sets a new password by a code. Whether a code was sent, the page knows as little as anybody. */
export function Forgotten() {
  const { route } = useLocation();
  const [username, setUsername] = useState('');
  const [isRequested, setRequested] = useState(false);
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      if (isRequested) {
        await client.call('reset-password', { body: { username, code: code.trim(), password } });
        await signIn(username, password);
        return route('/', true);
      }
      await client.call('forgot-password', { body: { username } });
      setRequested(true);
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setBusy(false);
  };
  return (
    <Welcome title="Reset your password">
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {isRequested ? (
          <>
            <p>If {username} has a confirmed email address, a code is on its way to it.</p>
            <Field
              id="code"
              label="Code"
              inputMode="numeric"
              value={code}
              autocomplete="one-time-code"
              isFocused
              onInput={setCode}
            />
            <Field
              id="password"
              label="New password"
              type="password"
              value={password}
              autocomplete="new-password"
              onInput={setPassword}
            />
          </>
        ) : (
          <Field
            id="username"
            label="Username"
            value={username}
            autocomplete="username"
            isFocused
            onInput={(text) => setUsername(text.trim())}
          />
        )}
        {problem && <Message text={problem} />}
        <button type="submit" class="btn btn-go" aria-disabled={isBusy}>
          {isRequested ? 'Set the password' : 'Send a code'}
        </button>
        <p class="muted center">
          <a href="/">Back to sign in</a>
        </p>
      </form>
    </Welcome>
  );
}
