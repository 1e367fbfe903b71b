import { useState } from 'preact/hooks';
import { client } from '../../api/client';
import { sentenceOf } from '../../api/problems';
import { queries } from '../../api/query';
import { Dialog } from '../../parts/dialog';
import { Field, Message } from '../../parts/field';
import { say } from '../../parts/toasts';

/** Signs somebody up as they could themselves; the password is theirs to change. */
export function AddUserDialog({ onClose }: { onClose: () => void }) {
  const [fields, setFields] = useState({ username: '', email: '', password: '' });
  const [problem, setProblem] = useState<string>();
  const set = (name: keyof typeof fields) => (value: string) => setFields({ ...fields, [name]: value });
  const submit = async () => {
    try {
      await client.call('create-user', { body: fields });
      void queries.invalidateQueries({ queryKey: ['users'] });
      say(`${fields.username} has an account.`);
      onClose();
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  };
  return (
    <Dialog title="Add a user" onClose={onClose} class="dialog-s">
      <form
        class="dialog-b stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field
          id="new-username"
          label="Username"
          value={fields.username}
          isFocused
          onInput={set('username')}
        />
        <Field id="new-email" label="Email" type="email" value={fields.email} onInput={set('email')} />
        <Field
          id="new-password"
          label="Initial password"
          type="password"
          autocomplete="new-password"
          value={fields.password}
          onInput={set('password')}
        />
        {problem && <Message text={problem} />}
        <div class="row end">
          <button type="button" class="btn" onClick={onClose}>
            Leave it
          </button>
          <button type="submit" class="btn btn-go fit">
            Add
          </button>
        </div>
      </form>
    </Dialog>
  );
}
