/**
 * Checks whether a schema may become the next version of a subject. In: a candidate and the earlier
 * versions. Out: every incompatibility. Must not know a schema registry, so that a build can check
 * offline.
 */
@NullMarked
package io.reprise.schemas.compat;

import org.jspecify.annotations.NullMarked;
