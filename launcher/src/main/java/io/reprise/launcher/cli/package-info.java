/**
 * What all subcommands share: where services are reached, how results are printed, what an exit
 * code means. It knows no subcommand.
 */
@NullMarked
package io.reprise.launcher.cli;

import org.jspecify.annotations.NullMarked;
