/**
 * {@code reprise archive}: the commands of operators for archives and holds. In: options for a
 * topic and offsets. Out: the printed answer of an archiver, and an exit code.
 */
@NullMarked
package io.reprise.cli.archive;

import org.jspecify.annotations.NullMarked;
