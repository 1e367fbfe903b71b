import { useLocation } from 'preact-iso/router';
import { Toasts } from '../../parts/toasts';
import { Forgotten } from './forgotten';
import { SignIn } from './sign-in';
import { SignUp } from './sign-up';

/** The address that was asked for stays, and opens as soon as somebody has signed in. */
export function SignedOut() {
  const { path } = useLocation();
  return (
    <>
      {path === '/sign-up' ? <SignUp /> : path === '/forgotten' ? <Forgotten /> : <SignIn />}
      <Toasts />
    </>
  );
}
