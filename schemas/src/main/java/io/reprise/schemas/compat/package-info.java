/**
 * Whether schemas may follow one another. In: a candidate and its predecessors. Out: every reason
 * against it. Needs no registry, so a build can ask.
 */
@NullMarked
package io.reprise.schemas.compat;

import org.jspecify.annotations.NullMarked;
