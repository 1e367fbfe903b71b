import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { ProblemError } from '../../../client/problem-error';
import { client } from '../../api/client';
import { configuration } from '../../api/configuration';
import { sentenceOf } from '../../api/problems';
import { signIn } from '../../api/session';
import { Field, Message } from '../../parts/field';
import { Icon } from '../../parts/icon';
import { Confirm, type PendingSignUp } from './confirm';
import { passwordRules } from './password-rules';
import { Welcome } from './welcome';

type FieldName = 'username' | 'email' | 'password';
type Problems = Partial<Record<FieldName | 'form', string | undefined>>;

export function SignUp() {
  const { route } = useLocation();
  const [fields, setFields] = useState<Record<FieldName, string>>({ username: '', email: '', password: '' });
  const [problems, setProblems] = useState<Problems>({});
  const [isBusy, setBusy] = useState(false);
  const [pending, setPending] = useState<PendingSignUp>();
  const rules = passwordRules(fields.password, configuration.passwordLength);
  const set = (name: FieldName) => (value: string) => {
    setFields({ ...fields, [name]: value });
    setProblems({ ...problems, [name]: undefined, form: undefined });
  };
  const submit = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblems({});
    const body = { ...fields, username: fields.username.trim(), email: fields.email.trim() };
    try {
      const answer = await client.call('create-user', { body });
      if ('confirmation' in answer) {
        setBusy(false);
        return setPending(body);
      }
      await signIn(body.username, body.password);
      route('/', true);
    } catch (error) {
      setProblems(problemsOf(error));
      setBusy(false);
    }
  };
  if (pending) return <Confirm pending={pending} onBack={() => setPending(undefined)} />;
  return (
    <Welcome title="Sign up">
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field
          id="username"
          label="Username"
          hint="3 to 40 letters, digits, . _ -"
          value={fields.username}
          autocomplete="username"
          problem={problems.username}
          isFocused
          onInput={set('username')}
        />
        <Field
          id="email"
          label="Email"
          type="email"
          inputMode="email"
          value={fields.email}
          autocomplete="email"
          problem={problems.email}
          onInput={set('email')}
        />
        <Field
          id="password"
          label="Password"
          type="password"
          value={fields.password}
          autocomplete="new-password"
          problem={problems.password}
          onInput={set('password')}
        >
          <ul class="rules">
            {rules.map(({ text, isMet }) => (
              <li key={text} class={isMet ? 'good' : 'muted'}>
                <Icon name={isMet ? 'check' : 'circle'} small />
                {text}
                <span class="sr">{isMet ? ', met' : ', not yet'}</span>
              </li>
            ))}
          </ul>
        </Field>
        {problems.form && <Message text={problems.form} />}
        <button type="submit" class="btn btn-go" aria-disabled={isBusy}>
          {isBusy ? 'Signing up' : 'Sign up'}
        </button>
        <p class="muted center">
          Already have an account? <a href="/">Sign in</a>
        </p>
      </form>
    </Welcome>
  );
}

const FIELD_OF_CODE: Partial<Record<string, FieldName>> = {
  username_taken: 'username',
  email_taken: 'email',
  invalid_password: 'password',
};

function problemsOf(error: unknown): Problems {
  if (!(error instanceof ProblemError)) return { form: sentenceOf(error) };
  if (error.code === 'invalid_request') {
    return Object.fromEntries(error.errors.map(({ field, message }) => [nameOf(field), `It ${message}.`]));
  }
  return { [FIELD_OF_CODE[error.code] ?? 'form']: sentenceOf(error) };
}

function nameOf(field: string): FieldName | 'form' {
  return field === 'username' || field === 'email' || field === 'password' ? field : 'form';
}
