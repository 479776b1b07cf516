/**
 * {@code reprise context}: the commands that list and change the user's contexts. In: a name and
 * addresses. Out: {@code contexts.yaml}, and the addresses that a command would use. Must not know
 * any service.
 */
@NullMarked
package io.reprise.cli.context.command;

import org.jspecify.annotations.NullMarked;
