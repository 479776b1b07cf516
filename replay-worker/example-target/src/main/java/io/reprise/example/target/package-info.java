/**
 * An example of a user's own target. In: the records of a shard. Out: files with a line for each
 * record.
 */
@NullMarked
package io.reprise.example.target;

import org.jspecify.annotations.NullMarked;
