/**
 * Calls the HTTP APIs of the services. In: requests of commands. Out: JSON, or the service's error
 * message as a {@link io.reprise.cli.command.CommandFailure}. Must not know the code of the
 * services, only their HTTP APIs.
 */
@NullMarked
package io.reprise.cli.client;

import org.jspecify.annotations.NullMarked;
