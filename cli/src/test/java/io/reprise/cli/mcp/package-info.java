/** Tests of the protocol for agents, without a worker. */
@NullMarked
package io.reprise.cli.mcp;

import org.jspecify.annotations.NullMarked;
