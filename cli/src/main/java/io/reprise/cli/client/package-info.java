/**
 * Talking to Reprise's services over HTTP. In: what a command wants. Out: JSON, or the service's
 * own sentence as a {@link io.reprise.cli.command.CommandFailure}.
 */
@NullMarked
package io.reprise.cli.client;

import org.jspecify.annotations.NullMarked;
