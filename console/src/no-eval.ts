import { config } from 'zod/v4/core';

// The page's content security policy forbids making functions from text, which zod would try for speed.
// It decides when a schema is made, so this module is imported before any that makes one.
config({ jitless: true });
