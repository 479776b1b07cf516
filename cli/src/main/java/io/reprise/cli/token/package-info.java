/**
 * {@code reprise token}: creates the tokens by which callers prove who they are. In: a principal
 * and a role. Out: a token, and its lines for the files of a service. Must not know running
 * services.
 */
@NullMarked
package io.reprise.cli.token;

import org.jspecify.annotations.NullMarked;
