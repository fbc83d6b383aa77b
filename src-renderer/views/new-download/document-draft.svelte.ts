import type { DocumentRequest } from '../../../src-shared/kinds/kind-alfresco.ts';
import type { JobCommands } from '../../state/job-commands.ts';
import { linesIn } from './asked-server.ts';
import type { Asking, RequestDraft, Wherefrom } from './request-draft.ts';

/** Documents and folders while their ids or addresses are typed. */
export class DocumentDraft implements RequestDraft {
  /** One a line. */
  text = $state('');
  /** The same without doubles and blanks. */
  readonly items = $derived(linesIn(this.text));
  readonly isComplete = $derived(this.items.length > 0);

  constructor(before: DocumentRequest | undefined, pasted: string) {
    this.text = before ? before.nodeIds.join('\n') : pasted;
  }

  get typed(): string {
    return this.text;
  }

  ask(commands: JobCommands, where: Wherefrom): Asking {
    return commands.create({ ...where, items: this.items });
  }
}
