/**
 * Import this first on a page with a strict Content-Security-Policy: without it zod tries whether it may compile
 * code from text, and the browser reports the try.
 */
import { z } from 'zod';

z.config({ jitless: true });
