package io.reprise.store.archive.read;

/** A byte range of adjacent blocks in one data object, fetched and cached as a whole. */
record BlockRange(String object, long position, int length) {}
