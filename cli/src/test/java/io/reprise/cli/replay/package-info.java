/** Tests of the tables that show plans and replays. */
@NullMarked
package io.reprise.cli.replay;

import org.jspecify.annotations.NullMarked;
