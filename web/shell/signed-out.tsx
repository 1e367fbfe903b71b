import { useLocation } from 'preact-iso/router';
import { Forgotten } from '../pages/sign-in/forgotten';
import { SignIn } from '../pages/sign-in/sign-in';
import { SignUp } from '../pages/sign-in/sign-up';
import { Toasts } from '../parts/toasts';

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
