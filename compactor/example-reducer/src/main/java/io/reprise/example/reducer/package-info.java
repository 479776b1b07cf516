/**
 * An example of a user's own reducer. In: the events of a key. Out: when the key was last seen, and
 * the type of that event.
 */
@NullMarked
package io.reprise.example.reducer;

import org.jspecify.annotations.NullMarked;
