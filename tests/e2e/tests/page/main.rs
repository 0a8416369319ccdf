//! The page in a real browser, found by what a person is told of it. One program for all tests, so that the slow ones run
//! beside each other.

mod breaking;
mod dashboards;
mod drill;
mod house;
mod incidents;
mod keyboard;
mod objectives;
mod operate;
mod palette;
mod projects;
mod running;
mod scenario;
mod story;
mod studies;
mod touch;
