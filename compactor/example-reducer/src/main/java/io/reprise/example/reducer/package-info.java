/**
 * An example: a reducer as somebody would write one for their own events. In: a key's events. Out:
 * when the key was last seen, and doing what. It knows nothing of topics and stores.
 */
@NullMarked
package io.reprise.example.reducer;

import org.jspecify.annotations.NullMarked;
