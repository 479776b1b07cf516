/** Tests of reading, following and counting events, without a worker. */
@NullMarked
package io.reprise.cli.events;

import org.jspecify.annotations.NullMarked;
