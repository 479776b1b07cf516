/**
 * {@code reprise replay}: the commands of operators for replays. In: options, or the id of a
 * replay. Out: the printed answer of a replay worker, and an exit code.
 */
@NullMarked
package io.reprise.cli.replay;

import org.jspecify.annotations.NullMarked;
