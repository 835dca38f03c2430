import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { completed, holds, inputVariables, jobVariables } from './runner-context.js'
import { makeFiles, readPairs, SUMMARY_LIMIT } from './runner-files.js'
import { Masks, StageOutput } from './runner-output.js'
import { StageProcess } from './runner-process.js'

/**
 * Runs main and post of a JavaScript action as actions/runner 2.336.0 does: `INPUT_*` and `STATE_*`, file commands read when
 * the process has ended, workflow commands, masks, the limit of annotations, SIGINT, SIGTERM and SIGKILL to the process
 * alone, outputs of post dropped. It is no sandbox.
 *
 * @typedef {object} Options
 * @property {import('./runner-context.js').Action} action The parsed action.yml.
 * @property {string} root The folder that holds the action.
 * @property {Readonly<Record<string, string>>} [inputs] What the workflow gives under `with`.
 * @property {Readonly<Record<string, string>>} [env] Wins over the variables of the runner's own, except the files of a stage.
 * @property {import('./runner-context.js').GitHub} [github]
 * @property {string} [workspace] An empty folder of its own where absent.
 * @property {string} [node] The node that runs the action; the one that runs us where absent.
 * @property {readonly [number, number]} [grace] Milliseconds after SIGINT and after SIGTERM.
 * @property {(line: string, kind: import('./runner-output.js').Kind) => void} [onLine] Every line of the log as it appears, masked.
 *
 * @typedef {object} StageResult
 * @property {'success' | 'failure' | 'cancelled'} result
 * @property {number | null} code
 * @property {NodeJS.Signals | null} signal
 * @property {string[]} log Every line, masked; annotations and group titles as bare text.
 * @property {import('./runner-output.js').Annotations} annotations
 * @property {number} dropped Annotations beyond the limit.
 * @property {readonly import('./commands.js').Command[]} commands
 * @property {readonly NodeJS.Signals[]} signals Those that a cancellation sent.
 * @property {Readonly<Record<string, string>>} outputs Of this stage; those of post reach nobody.
 * @property {string} summary Masked.
 * @property {number} ms
 */

export class Runner {
  /** @param {Options} options */
  constructor({
    action,
    root,
    inputs = {},
    env = {},
    github = {},
    workspace,
    node = process.execPath,
    grace = [7500, 2500],
    onLine,
  }) {
    this.action = action
    this.root = root
    this.inputs = inputs
    this.env = env
    this.github = completed(github)
    this.node = node
    this.grace = grace
    this.onLine = onLine ?? (() => undefined)
    this.base = mkdtempSync(join(tmpdir(), 'runner-'))
    this.temp = mkdtempSync(join(this.base, 'temp-'))
    this.workspace = workspace ?? mkdtempSync(join(this.base, 'work-'))
    this.trackingId = `github_${randomUUID()}`
    /** @type {Record<string, string>} */
    this.state = {}
    /** @type {Record<string, string>} */
    this.outputs = {}
    /** @type {'success' | 'failure' | 'cancelled'} */
    this.jobStatus = 'success'
    this.secrets = new Masks()
    if (this.github.token) this.secrets.add(this.github.token)
    /** @type {Record<string, string>} */
    this.exported = {}
    /** @type {string[]} */
    this.paths = []
    /** @type {StageProcess | undefined} */
    this.process = undefined
  }

  /** Every value that is masked in the log. @returns {ReadonlySet<string>} */
  get masks() {
    return this.secrets.values
  }

  /**
   * Runs one stage. Undefined where the action has none or its `post-if` does not hold.
   * @param {'main' | 'post'} which
   * @param {{ cancelWhen?: RegExp, cancelAfterMs?: number }} [cancel] Cancel the job as a user does: when a line of the output
   *   matches, or after a time.
   * @returns {Promise<StageResult | undefined>}
   */
  async stage(which, cancel = {}) {
    const script = this.action.runs[which]
    if (!script || (which === 'post' && !holds(this.action.runs['post-if'] ?? 'always()', this.jobStatus)))
      return undefined
    const files = makeFiles(this.temp, randomUUID())
    const output = new StageOutput(this.secrets, this.onLine)
    const start = Date.now()
    const env = { ...this.variables(), ...files }
    this.process = new StageProcess(this.node, join(this.root, script), { cwd: this.workspace, env })
    const end = await this.process.run((line) => output.take(line), this.grace, cancel)
    if (end.signals.length > 0) this.jobStatus = 'cancelled'
    const summary = this.collect(files, output)
    const failed = end.code !== 0 || output.commandFailed
    const result = end.signals.length > 0 ? 'cancelled' : failed ? 'failure' : 'success'
    if (result === 'failure' && this.jobStatus === 'success') this.jobStatus = 'failure'
    if (which === 'main') Object.assign(this.outputs, output.outputs)
    const { log, annotations, dropped, commands, outputs } = output
    return { result, ...end, log, annotations, dropped, commands, outputs, summary, ms: Date.now() - start }
  }

  /** What the job's `outputs` would hold: the runner leaves out what is empty and what shows a masked value. */
  jobOutputs() {
    const shown = Object.entries(this.outputs).filter(
      ([, value]) => value && this.secrets.hide(value) === value,
    )
    return Object.fromEntries(shown)
  }

  /** Ends a stage that still runs and deletes the folders of the job; a workspace that was given stays. */
  dispose() {
    this.process?.kill()
    rmSync(this.base, { recursive: true, force: true })
  }

  /** The environment of a stage without its files: inputs are evaluated again for each, state comes from main. */
  variables() {
    const { github, temp, workspace, paths, trackingId } = this
    const contexts = { github, runner: { temp }, job: { status: this.jobStatus } }
    const state = Object.entries(this.state).map(([name, value]) => [`STATE_${name}`, value])
    return {
      ...jobVariables({ github, temp, workspace, paths, trackingId }),
      ...this.env,
      ...this.exported,
      ...Object.fromEntries(state),
      ...inputVariables(this.action, this.inputs, contexts),
    }
  }

  /**
   * Takes over what the stage left in its files; resolves to the summary. Broken files fail the step, as on the runner.
   * @param {Record<import('./runner-files.js').FileName, string>} files @param {StageOutput} output
   */
  collect(files, output) {
    try {
      Object.assign(output.outputs, Object.fromEntries(readPairs(files.GITHUB_OUTPUT)))
      Object.assign(output.state, Object.fromEntries(readPairs(files.GITHUB_STATE)))
      const exported = readPairs(files.GITHUB_ENV).filter(([name]) => name.toUpperCase() !== 'NODE_OPTIONS')
      Object.assign(this.exported, Object.fromEntries(exported))
    } catch (error) {
      output.commandFailed = true
      output.annotate('error', `Unable to process file command successfully. ${error}`)
    }
    Object.assign(this.state, output.state)
    this.paths.push(...readFileSync(files.GITHUB_PATH, 'utf8').split('\n').filter(Boolean))
    const summary = readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8')
    if (Buffer.byteLength(summary) <= SUMMARY_LIMIT) return this.secrets.hide(summary)
    output.annotate('error', '$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k')
    return ''
  }
}
