import type { i18n } from 'i18next'
import { StrictMode } from 'react'
import { I18nextProvider } from 'react-i18next'
import { screenOf } from './keys/primary.ts'
import { EnrolScreen } from './screens/enrol-screen.tsx'
import { ConnectingScreen, LoadingScreen } from './screens/loading-screen.tsx'
import { SaleScreen } from './screens/sale/sale-screen.tsx'
import { SignInScreen } from './screens/sign-in-screen.tsx'
import { StoppedScreen } from './screens/stopped-screen.tsx'
import { useMirror, type Workplace, WorkplaceContext } from './use-desk.ts'

/** The whole page for one workplace. */
export function App(props: { readonly workplace: Workplace; readonly translator: i18n }) {
  return (
    <StrictMode>
      <I18nextProvider i18n={props.translator}>
        <WorkplaceContext value={props.workplace}>
          <Screen />
        </WorkplaceContext>
      </I18nextProvider>
    </StrictMode>
  )
}

function Screen() {
  const screen = useMirror(screenOf)
  switch (screen) {
    case 'connecting':
      return <ConnectingScreen />
    case 'stopped':
      return <StoppedScreen />
    case 'enrol':
      return <EnrolScreen />
    case 'loading':
      return <LoadingScreen />
    case 'sign_in':
      return <SignInScreen />
    case 'sale':
      return <SaleScreen />
  }
}
