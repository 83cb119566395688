//! Measures a group: each contender between two passes of its base, in the thread's own time, unless it works on several threads.

use std::{
    alloc::System,
    time::{Duration, Instant},
};

use cpu_time::ThreadTime;
use mockalloc::Mockalloc;

use super::{
    contender::{Clock, Contender, Pass, Role},
    load::Response,
};

/// It counts in a pass of its own only. A counter that replaced `realloc` too would slow down what grows its output.
#[global_allocator]
static ALLOCATOR: Mockalloc<System> = Mockalloc(System);

/// How a contender did with the responses of one size.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Figures {
    /// How many times as fast as the base.
    pub(crate) ratio: f64,
    /// Megabytes of text a second.
    pub(crate) rate: f64,
    /// Requests for memory for each event.
    pub(crate) allocations: f64,
}

/// The figures of a group's contenders, in their order.
pub(crate) fn measure(contenders: &[&Contender], responses: &[Response], rounds: usize) -> Vec<Figures> {
    let Some((base, group)) = contenders.iter().position(|contender| contender.role == Role::Base).zip(contenders.first()) else {
        return Vec::new();
    };
    let texts: Vec<String> = responses.iter().map(|response| group.group.text(response).to_owned()).collect();
    let mut passes: Vec<Pass<'_>> = contenders.iter().map(|contender| (contender.prepare)(&texts)).collect();
    let events: usize = responses.iter().map(|response| response.events).sum();
    // it also warms up
    let allocations: Vec<u64> = passes.iter_mut().map(|pass| mockalloc::record_allocs(pass).num_allocs()).collect();
    let mut times = vec![Vec::new(); passes.len()];
    let mut ratios = vec![Vec::new(); passes.len()];
    for _ in 0..rounds {
        let mut before = time(&mut passes[base]);
        for index in (0..passes.len()).filter(|&index| index != base) {
            let clock = contenders[index].clock;
            let time = time_of(&mut passes[index], clock);
            let after = self::time(&mut passes[base]);
            ratios[index].push(f64::midpoint(before.on(clock), after.on(clock)) / time);
            times[index].push(time);
            times[base].push(after.on(Clock::Thread));
            before = after;
        }
        if passes.len() == 1 {
            times[base].push(before.on(Clock::Thread));
        }
    }
    ratios[base].push(1.0);
    let megabytes = texts.iter().map(String::len).sum::<usize>() as f64 / 1e6;
    let figures = times.iter_mut().zip(&mut ratios).zip(allocations);
    figures
        .map(|((times, ratios), allocations)| Figures {
            ratio: median(ratios),
            rate: megabytes / median(times),
            allocations: allocations as f64 / events as f64,
        })
        .collect()
}

/// How long a pass took.
#[derive(Clone, Copy)]
struct Time {
    thread: Duration,
    wall: Duration,
}

impl Time {
    fn on(self, clock: Clock) -> f64 {
        match clock {
            Clock::Thread => self.thread.as_secs_f64(),
            Clock::Wall => self.wall.as_secs_f64(),
        }
    }
}

fn time(pass: &mut Pass<'_>) -> Time {
    let (thread, wall) = (ThreadTime::now(), Instant::now());
    pass();
    Time { thread: thread.elapsed(), wall: wall.elapsed() }
}

/// The time of a pass. Threads that slept are woken before: until the system has found another core for each, many a pass is over.
fn time_of(pass: &mut Pass<'_>, clock: Clock) -> f64 {
    const PASSES: u32 = 8;
    match clock {
        Clock::Thread => time(pass).on(clock),
        Clock::Wall => {
            (0..PASSES).for_each(|_| pass());
            (0..PASSES).map(|_| time(pass).on(clock)).sum::<f64>() / f64::from(PASSES)
        }
    }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values {
        [] => f64::NAN,
        _ if values.len() % 2 == 1 => values[middle],
        _ => f64::midpoint(values[middle - 1], values[middle]),
    }
}
