package io.reprise.store.archive.read;

/**
 * A byte range of one data object that consists of adjacent blocks. It is fetched and cached as a
 * whole.
 */
record BlockRange(String object, long position, int length) {}
