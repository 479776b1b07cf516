/**
 * Talking to Reprise's services over HTTP. In: what a command wants. Out: JSON, or the service's
 * own sentence as a {@link io.reprise.launcher.cli.CommandFailure}.
 */
@NullMarked
package io.reprise.launcher.client;

import org.jspecify.annotations.NullMarked;
