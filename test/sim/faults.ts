import { type Cell, cellName, type EventKind, type FaultName, type Phase, whyNot } from './cells.ts'
import type { Random } from './random.ts'
import type { Scheduler } from './scheduler.ts'
import type { Swarm } from './swarm.ts'
import type { Tally } from './tally.ts'
import type { CommitFault, SimTill } from './till-shape.ts'

/** What faults can do to the whole of the chain. */
export interface Upheaval {
  readonly restartCentral: () => void
  readonly backUp: () => void
  /** False while there is no backup. */
  readonly restoreCentral: () => boolean
  readonly cutOff: (tills: readonly SimTill[], ms: number) => void
  /** Another machine wakes up with a copy of this till's files. False when there is one already. */
  readonly clone: (till: SimTill) => boolean
  /** Keeps a copy of a till's journal, to be put back later. */
  readonly copyJournal: (till: SimTill) => void
  /** Puts that copy in the journal's place. False when there is none. */
  readonly putBack: (till: SimTill) => boolean
  readonly tills: () => readonly SimTill[]
}

/** Chooses what goes wrong, when and where; counts each under its cell. */
export interface Faults {
  readonly strike: (
    till: SimTill,
    phase: 'before_commit' | 'after_commit',
    kind: EventKind,
  ) => CommitFault | null
  /** A till begins a phase: something may happen to it in there. */
  readonly onPhase: (till: SimTill, phase: Phase) => void
  /** Something may happen to a till that does nothing. */
  readonly onIdle: (till: SimTill) => void
  /** The kind of act a till should do next to come nearer to what this seed aims at. */
  readonly wantedOf: (till: SimTill) => EventKind | null
  /** What the aims need to come nearer: a phase nobody enters by itself. */
  readonly helpAims: () => void
  readonly begin: () => void
  readonly stop: () => void
}

interface Aim extends Cell {
  readonly till: SimTill
  done: boolean
}

/** Faults of the commit of an act itself. */
const commitFaults: readonly FaultName[] = ['crash', 'power_cut', 'disk_full', 'commit_unknown']

export function createFaults(deps: {
  readonly swarm: Swarm
  readonly random: Random
  readonly scheduler: Scheduler
  readonly tally: Tally
  readonly upheaval: Upheaval
  readonly note: (what: string) => void
}): Faults {
  const { random, scheduler, swarm, tally, upheaval } = deps
  let isOn = false
  const aims: Aim[] = []
  const allAims = () => {
    const tills = upheaval.tills()
    if (aims.length === 0 && tills.length > 0)
      for (const cell of swarm.aims) aims.push({ ...cell, till: random.pick(tills), done: false })
    return aims.filter((aim) => !aim.done)
  }
  const aimAt = (till: SimTill, phase: Phase, kind: EventKind | null) =>
    allAims().find((aim) => aim.till === till && aim.phase === phase && aim.event === kind)

  /** The fault that strikes now, if one does: an aim first, else by chance. */
  function drawn(till: SimTill, phase: Phase, kind: EventKind | null): FaultName | null {
    if (!isOn || kind === null) return null
    const aim = aimAt(till, phase, kind)
    if (aim) return aim.fault
    for (const [fault, chance] of Object.entries(swarm.chances) as [FaultName, number][]) {
      if (whyNot(fault, phase) === null && random.chance(chance)) return fault
    }
    return null
  }

  function count(fault: FaultName, phase: Phase, event: EventKind): void {
    for (const aim of allAims()) {
      if (aim.done || aim.fault !== fault || aim.phase !== phase || aim.event !== event) continue
      aim.done = true
      tally.count('aim_met')
    }
    tally.count(cellName({ fault, event, phase }))
    tally.count(`fault_${fault}`)
  }

  function happen(fault: FaultName, till: SimTill, phase: Phase): boolean {
    switch (fault) {
      case 'crash':
        till.crash()
        return true
      case 'power_cut':
        till.cutPower()
        return true
      case 'disk_full':
        till.troubleSync('full')
        return true
      case 'commit_unknown':
        till.troubleSync(random.pick(['unknown_done', 'unknown_undone']))
        return true
      case 'replica_broken':
        till.breakReplica()
        return true
      case 'request_lost':
      case 'answer_lost':
      case 'answer_late':
      case 'request_doubled':
      case 'stream_cut':
        till.line.mishap = { kind: fault, phase }
        return true
      case 'till_apart':
        upheaval.cutOff([till], random.between(3_000, 40_000))
        return true
      case 'store_apart':
        upheaval.cutOff(sistersOf(till), random.between(3_000, 40_000))
        return true
      case 'central_restarted':
        upheaval.restartCentral()
        return true
      case 'central_restored':
        return upheaval.restoreCentral()
      case 'wall_jump':
        till.machine.setWall()
        return true
      case 'put_back':
        return upheaval.putBack(till)
      case 'cloned':
        return upheaval.clone(till)
      case 'asleep':
        till.machine.sleep(random.between(2_000, 60_000))
        return true
    }
  }
  const sistersOf = (till: SimTill) => {
    const storeId = till.identity()?.terminal.storeId
    return upheaval
      .tills()
      .filter((other) => other === till || other.identity()?.terminal.storeId === storeId)
  }

  function happenNow(till: SimTill, phase: Phase): void {
    const kind = till.lastKind()
    const fault = drawn(till, phase, kind)
    if (!fault || kind === null) return
    const strike = () => {
      if (!isOn || !happen(fault, till, phase)) return
      count(fault, phase, kind)
      deps.note(`${till.name}: ${fault} while ${phase}`)
    }
    const waits = [
      'crash',
      'power_cut',
      'replica_broken',
      'central_restarted',
      'central_restored',
      'asleep',
      'put_back',
    ]
    const isInMiddle = waits.includes(fault) && phase !== 'idle' && phase !== 'down'
    if (!isInMiddle) strike()
    else {
      // A moment later, somewhere in the middle of it.
      scheduler.after(random.pick([0, 0, 5, 60]), () => {
        if (till.doing().includes(phase)) strike()
      })
    }
  }

  return {
    strike(till, phase, kind) {
      const fault = drawn(till, phase, kind)
      if (!fault) return null
      if (fault === 'wall_jump') till.machine.setWall()
      else if (!commitFaults.includes(fault)) return null
      count(fault, phase, kind)
      deps.note(`${till.name}: ${fault} ${phase}`)
      return fault === 'wall_jump' ? null : (fault as CommitFault)
    },
    onPhase: happenNow,
    onIdle(till) {
      if (till.doing().length === 0) happenNow(till, 'idle')
      else if (!till.isAlive()) happenNow(till, 'down')
    },
    // Any of them: one that does not come about must not hold up the others.
    wantedOf: (till) => {
      const open = allAims().filter((aim) => aim.till === till)
      return open.length > 0 ? random.pick(open).event : null
    },
    helpAims() {
      if (!isOn) return
      for (const aim of allAims()) {
        const { till, event, phase } = aim
        if (aim.fault === 'put_back' && random.chance(0.3)) upheaval.copyJournal(till)
        if (aim.fault === 'central_restored' && random.chance(0.1)) upheaval.backUp()
        if (till.lastKind() !== event) continue
        if (phase === 'loading' && till.isAlive() && !till.doing().includes('loading')) till.breakReplica()
        if (phase === 'down' && till.isAlive()) till.crash()
        if (phase === 'pulling') till.hurry()
      }
    },
    begin: () => {
      isOn = true
    },
    stop: () => {
      isOn = false
    },
  }
}
