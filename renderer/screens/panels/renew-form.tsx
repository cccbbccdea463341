import { KeyRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/button.tsx'
import { MessageBand } from '../../parts/message-band.tsx'
import { useActs, useEntry, useProgress, useWorkplace } from '../../use-desk.ts'

const codeLength = 10

/** A till that was away too long: the one-time code a manager got from head office. */
export function RenewForm() {
  const { t } = useTranslation()
  const acts = useActs()
  const { desk } = useWorkplace()
  const code = useEntry((entry) => entry.enrolCode)
  const busy = useProgress((progress) => progress.busy)
  const message = useProgress((progress) => progress.message)
  return (
    <div className="mt-3 flex flex-col gap-3">
      {message ? <MessageBand message={message} /> : null}
      <div className="flex gap-3">
        <input
          data-testid="renew-code"
          aria-label={t('enrol.code')}
          autoComplete="off"
          maxLength={codeLength}
          value={code}
          onChange={(event) => desk.entry.setState({ enrolCode: event.target.value.toUpperCase() })}
          className="h-16 w-full rounded-till border-2 border-edge bg-raised px-4 font-semibold text-sum tracking-[0.3em] outline-none focus:border-accent"
        />
        <Button
          tone="primary"
          icon={KeyRound}
          testId="renew-button"
          disabled={busy || code.length !== codeLength}
          className="h-16"
          onPress={acts.renew}
        >
          {t('sync.renew')}
        </Button>
      </div>
    </div>
  )
}
