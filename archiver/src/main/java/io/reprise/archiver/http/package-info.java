/** The archiver's door. In: requests. Out: JSON, and lines of JSON for what takes long. */
@NullMarked
package io.reprise.archiver.http;

import org.jspecify.annotations.NullMarked;
