import { useRef, useState } from 'preact/hooks';
import { ProblemError } from '../../../client/problem-error';
import { sentenceOf } from '../../api/problems';
import { signIn } from '../../api/session';
import { Field, Message } from '../../parts/field';
import { Welcome } from './welcome';

export function SignIn() {
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const submit = async () => {
    if (isBusy) return;
    if (username.trim() === '' || password === '') return setFailure('Enter a username and a password.');
    setBusy(true);
    setFailure(undefined);
    try {
      await signIn(username.trim(), password);
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
      form.current?.querySelector<HTMLInputElement>('#password')?.focus();
    }
  };
  return (
    <Welcome title="Sign in">
      <form
        ref={form}
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field
          id="username"
          label="Username"
          value={username}
          autocomplete="username"
          isFocused
          onInput={setUsername}
        />
        <Field
          id="password"
          label="Password"
          type="password"
          value={password}
          autocomplete="current-password"
          onInput={setPassword}
        />
        {failure && <Message text={failure} />}
        <button type="submit" class="btn btn-go" aria-disabled={isBusy}>
          {isBusy ? 'Signing in' : 'Sign in'}
        </button>
        <p class="muted center">
          No account yet? <a href="/sign-up">Sign up</a> · <a href="/forgotten">Forgot your password?</a>
        </p>
      </form>
    </Welcome>
  );
}

function failureOf(error: unknown): string {
  const isLockedOut = error instanceof ProblemError && error.code === 'too_many_requests';
  return isLockedOut
    ? 'Too many attempts. Wait a minute or two before the next one; your account is safe.'
    : sentenceOf(error);
}
