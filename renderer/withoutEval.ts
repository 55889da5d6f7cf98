import { z } from 'zod';

// The page's policy forbids making code from text, which zod would try for speed. Schemas look at this as
// they are made, so this module is imported before any that makes one.
z.config({ jitless: true });
