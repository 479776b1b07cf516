/**
 * {@code reprise archive}: what operators do with the cold tier. In: a topic and offsets. Out: what
 * an archiver answers, for eyes or programs.
 */
@NullMarked
package io.reprise.cli.archive;

import org.jspecify.annotations.NullMarked;
