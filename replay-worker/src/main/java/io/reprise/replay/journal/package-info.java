/**
 * The control topics: their shapes, their records, and copies of them that can prove how complete
 * they are. In: bytes. Out: typed records in log order. It decides nothing.
 */
@NullMarked
package io.reprise.replay.journal;

import org.jspecify.annotations.NullMarked;
