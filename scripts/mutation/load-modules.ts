/**
 * Loads what is mutated before the first test, so that what a module makes once, while it is loaded, isn't taken for
 * something that the first test does which happens to import it.
 */
import '../../src-main/core/app.ts';
import '../../src-shared/contract.ts';
