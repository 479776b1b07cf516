/**
 * Files of a process that other users of the machine cannot read. In: paths. Out: files with mode
 * 0600 and directories with mode 0700. Must not know what the files contain.
 */
@NullMarked
package io.reprise.store.disk;

import org.jspecify.annotations.NullMarked;
