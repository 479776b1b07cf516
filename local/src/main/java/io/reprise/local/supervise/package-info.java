/**
 * Starts the parts of a stack as soon as the parts that they need are ready, and starts a part
 * again that has ended. In: parts, and what each of them needs. Out: the state of each part. Must
 * not know which parts a stack has.
 */
@NullMarked
package io.reprise.local.supervise;

import org.jspecify.annotations.NullMarked;
