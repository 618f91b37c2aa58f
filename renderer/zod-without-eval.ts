import { z } from 'zod';

// zod tries `new Function` once to see whether it may compile schemas. Under our content security policy it may not, and the
// attempt alone is a violation in the log. Must be imported before anything of the contract.
z.config({ jitless: true });
