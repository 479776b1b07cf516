/**
 * {@code reprise replay ...}: an operator's actions. In: a selection or an id. Out: what a worker
 * answers, printed. Nothing is decided here.
 */
@NullMarked
package io.reprise.cli.replay;

import org.jspecify.annotations.NullMarked;
