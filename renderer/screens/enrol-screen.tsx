import { Link2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { keyCaps } from '../keys/shortcuts.ts'
import { Button } from '../parts/button.tsx'
import { EnterTraining } from '../parts/enter-training.tsx'
import { Entrance } from '../parts/entrance.tsx'
import { MessageBand } from '../parts/message-band.tsx'
import { useActs, useEntry, useProgress, useWorkplace } from '../use-desk.ts'

const codeLength = 10

/** A till that belongs to no store yet: an address and a one-time code. */
export function EnrolScreen() {
  const { t } = useTranslation()
  const acts = useActs()
  const { desk } = useWorkplace()
  const url = useEntry((entry) => entry.enrolUrl)
  const code = useEntry((entry) => entry.enrolCode)
  const busy = useProgress((progress) => progress.busy)
  const message = useProgress((progress) => progress.message)
  const look =
    'h-16 w-full rounded-till border-2 border-edge bg-raised px-4 text-row outline-none focus:border-accent'
  return (
    <Entrance>
      <div className="flex w-full max-w-xl flex-col gap-4">
        <h1 className="font-semibold text-sum">{t('enrol.title')}</h1>
        <p className="text-soft">{t('enrol.lead')}</p>
        <label className="flex flex-col gap-1">
          <span className="text-small text-soft">{t('enrol.url')}</span>
          <input
            data-testid="enrol-url"
            autoComplete="off"
            maxLength={300}
            placeholder="https://"
            value={url}
            onChange={(event) => desk.entry.setState({ enrolUrl: event.target.value })}
            className={look}
          />
        </label>
        <label className="flex flex-col gap-1">
          <span className="text-small text-soft">{t('enrol.code')}</span>
          <input
            data-testid="enrol-code"
            autoComplete="off"
            maxLength={codeLength}
            value={code}
            onChange={(event) => desk.entry.setState({ enrolCode: event.target.value.toUpperCase() })}
            className={`${look} font-semibold text-sum tracking-[0.3em]`}
          />
        </label>
        {message ? <MessageBand message={message} /> : null}
        <Button
          tone="primary"
          icon={Link2}
          cap={keyCaps.primary}
          testId="enrol-button"
          disabled={busy || url === '' || code.length !== codeLength}
          className="h-[72px] text-head"
          onPress={acts.enrol}
        >
          {busy ? t('enrol.busy') : t('enrol.submit')}
        </Button>
        <EnterTraining />
      </div>
    </Entrance>
  )
}
