import { Banknote, Cable, CircleUserRound, LogOut } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { mayDo } from '../../../domain/staff.ts'
import { keyCaps } from '../../keys/shortcuts.ts'
import { Button } from '../../parts/button.tsx'
import { EnterTraining } from '../../parts/enter-training.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useActs, useMirror } from '../../use-desk.ts'

/** Who sells here now, and the way out. */
export function StaffPanel() {
  const { t } = useTranslation()
  const acts = useActs()
  const staff = useMirror((mirror) => mirror.staff)
  if (!staff) return null
  return (
    <Panel title={t('bar.signedInAs')} testId="staff-panel">
      <div className="flex h-full flex-col items-center justify-center gap-2">
        <CircleUserRound aria-hidden="true" className="size-20 text-accent" strokeWidth={1.2} />
        <p className="font-semibold text-sum">{staff.name}</p>
        <p className="text-row text-soft">{t(`role.${staff.role}`)}</p>
        <Button icon={LogOut} testId="sign-out" className="mt-6 h-16 px-8 text-row" onPress={acts.signOut}>
          {t('bar.signOut')}
        </Button>
        <Button icon={Banknote} cap={keyCaps.shift} testId="open-shift-panel" onPress={acts.openShiftPanel}>
          {t('shift.title')}
        </Button>
        {mayDo(staff.role, 'set_devices') ? (
          <Button icon={Cable} testId="open-devices" onPress={acts.openDevices}>
            {t('devices.open')}
          </Button>
        ) : null}
        <EnterTraining />
      </div>
    </Panel>
  )
}
