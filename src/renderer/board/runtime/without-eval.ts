import { z } from 'zod';

// The page's policy forbids to make code out of texts, which zod else tries.
z.config({ jitless: true });
